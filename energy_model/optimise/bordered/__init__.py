"""An interior point method of our own for chains of hours with a thin border (docs/decisions/0008).

The way of the data: `standard` brings a programme to one form, `roles` says which rows and columns couple all hours,
`ordering` and `cholesky` factorise what is left, `newton` solves the equations of a step with it, `method` takes the
steps.
"""
