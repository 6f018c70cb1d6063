"""The text inside a code: payment payloads, trace codes and GS1 Digital Link addresses."""
