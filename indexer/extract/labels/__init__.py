"""Which forums and topics an article is filed under, by the phrases of the vocabulary and what stands beside them."""
