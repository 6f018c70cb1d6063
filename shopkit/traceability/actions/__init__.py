"""Opening, recording, labelling and recalling batches."""
