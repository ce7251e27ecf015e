"""What a member sends a supervisor: how each clause stands, signed, without any client's data.

Built of a report (`making`), signed and chained to the one before (`chain`) with the member's own key (`key`), shown in
full before it is written (`telling`), and read again by whoever receives it (`mailcheck.parse.attested`).
"""
