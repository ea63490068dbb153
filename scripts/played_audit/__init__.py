"""Audits played logs and holds the answers against what is true of them.

games    plays the logs, plain ones and ones with a single planted fault
facts    what follows from the truth: each step, each row of the comparison with git, the findings
judged   how well the belief and the disputes fit the truth
ceiling  how well they could at best
compare  where a report says something else
audits   plays and audits many games at once
"""
