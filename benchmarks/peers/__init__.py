"""Rating predictors by others, trained on the same rows as movierec's and put in one table."""
