"""The house over an S3-compatible store that runs on this machine."""
