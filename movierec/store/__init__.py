"""Keep trained models as plain files: the wall between training and everything after it."""
