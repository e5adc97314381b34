"""An interior point method of our own for chains of hours with a thin border (docs/decisions/0008).

The way of the data: `standard` brings a programme to one form, for which `roles` says which rows and columns couple all
hours, `layout` in which order they stand, `ordering`, `degree` and `tree` how the rest is eliminated. `factor` holds
the factorisation (`cholesky`) of what `normal` and `border` fill, `newton` solves the equations of a step with it,
`method` takes the steps from one point (`iterate`) to the next. `sparse`, `vectors` and `threads` are compiled loops.
"""
