"""The kind `bayes`: a factor model with an ordered-probit likelihood, sampled by block Gibbs."""
