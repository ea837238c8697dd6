"""Pages about who may do what: roles given and ended (`rights`), ways in (`invitations`, `entrance`), one's own
account (`own`). The pages of allauth (password, second step) get their rules in `entrance_urls`.
"""
