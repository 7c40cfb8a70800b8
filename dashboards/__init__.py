"""Home pages and programme health: reads every floor below, owns nothing."""
