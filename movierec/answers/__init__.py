"""What the verbs answer: frozen, ready to be shown as a table or as JSON, no arrays inside."""
