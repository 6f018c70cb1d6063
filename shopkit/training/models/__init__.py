"""What training keeps: courses, who came, what she can do, visits."""
