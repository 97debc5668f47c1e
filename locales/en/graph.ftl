# Related reports: same case, same respondent, similar texts, links by hand

together-title = Related reports
together-all = All related reports by date
together-way = { $way } { $n }
together-flood-first = the first of { $n } near-identical reports
together-flood-member = one of many near-identical reports
together-confirmed = { $n } other people, independent of each other, report the same
together-confirmed-many = { $n } or more other people, independent of each other, report the same

how-link = Linked
how-case = Same case
how-number = Same respondent
how-name = Respondent of the same name
how-reporter = Same reporter
how-similar = Similar text
how-similar-percent = Similar text { $percent }%
tie-duplicate = this report duplicates it
tie-duplicate-of-this = duplicates this report
tie-related = related
tie-contradicts = contradicts this report

relation-duplicate = duplicate
relation-related = related
relation-contradicts = contradicts it
need-relation = How they belong together
action-unlink = Remove link
entry-unlink = removed the link with { $number }.
error-relation-unknown = Choose from the list how they belong together
error-number-linked = They are linked like this already
error-number-not-linked = These two are not linked, or no longer

close-as-duplicate = Close as a duplicate, with its own answer
duplicate-answer = This court had received what you report before and is looking into it. Your report is registered and answered by itself:

related-title = Related to { $number }
related-text = Each report keeps its own number and gets its own answer; nothing is merged. The same name need not be the same person, and similar texts are found by machine: check before you rely on it.
related-none = There are no related reports.
related-this = This report
