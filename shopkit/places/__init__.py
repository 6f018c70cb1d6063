"""Where people live: provinces and communes as dated facts, villages as the commune's register."""
