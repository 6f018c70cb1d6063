"""Classes, attendance, skills, visits and the class board."""
