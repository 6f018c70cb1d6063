"""What changes where money goes and what is known of the money that came."""
