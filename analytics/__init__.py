"""Answers about customers from sales and interactions, computed in DuckDB.

Question                                        function                  SQL file
who are our customers, by recency and frequency rfm.customers             rfm_customers.sql
which segments bring what                       rfm.cells                 rfm_cells.sql
who moved from one segment to another           movement.flows            movement_flows.sql
who is a prospect, loyal, lapsed, won back      lifecycle.customers       lifecycle_customers.sql
how do they move from state to state            lifecycle.transitions     lifecycle_transitions.sql
what sets a group of customers apart            portrait.counts           portrait_counts.sql
how firm are the labels                         stability.labels          stability_labels.sql
into which groups do customers fall             clusters.customers        clusters_customers.sql
how few customers carry the business            pyramid.tiers             pyramid_tiers.sql
where do people stop on the way to buying       funnel.steps              funnel_steps.sql
which groups get through the funnel             conversion.groups         conversion_groups.sql
what goes together with going on                conversion.traits         conversion_traits.sql
how soon are complaints dealt with              service.waits             service_waits.sql
what is ordered after a complaint               service.after             service_after.sql
how satisfied do customers say to be            service.scores            service_scores.sql
what is bought together                         products.pairs            products_pairs.sql
what do buyers move up to                       products.ladder           products_ladder.sql
which products are fading                       products.ranking          products_ranking.sql
what to offer a customer next   next_products.customers   next_products_customers.sql
how long do they wait from step to step         waits.transitions         waits_transitions.sql
which groups wait longer                         waits.groups              waits_groups.sql
does the conversion rise or fall                entries.course            entries_course.sql
what did those who stopped do next              funnel.next_events        funnel_next_events.sql
how do the deals stand                          deals.summary             deals_summary.sql
what are the open deals worth by stage          deals.weighted            deals_weighted.sql
which deals stall, and whose are they  deals.stalled_customers  deals_stalled_customers.sql
who is leaving, and what is at stake            churn.customers           churn_customers.sql
who has left and is worth winning back          winback.customers         winback_customers.sql
who is due to order this week                   due.customers             due_customers.sql
what was known of a customer on a day           features.customers        features_customers.sql
whose contract ends soon                        contracts.ending          contracts_ending.sql
what is left once serving them is paid for      profit.customers          profit_customers.sql
whom does the care plan say to contact          care.due                  care_due.sql
who meets one's own conditions custom_segments.customers custom_segments_customers.sql
who could become large                          potential.customers       potential_customers.sql
do new customers come back, month by month      retention.cohorts         retention_cohorts.sql
how soon do they order again         retention.second_orders   retention_second_orders.sql
where does one customer stand                    profile.standing          profile_standing.sql
what should one customer bring                   profile.stake             profile_stake.sql
who has a tag                                    tags.customers            tags_customers.sql
what is each customer worth                      value.histories           value_histories.sql
did their foretold worth come true               worth.weeks               worth_weeks.sql
what changed, and why                           overview.figures          overview_figures.sql
how do the figures of earlier periods stand      vitals.windows            vitals_windows.sql
which regions and others moved the revenue      contribution.groups       contribution_groups.sql
what should the next months bring                forecast.months           forecast_months.sql
are the customers in good health                 health.signals            health_signals.sql
what did the customers of a list buy since      followup.since            followup_since.sql
which rows do the figures rest on               reconcile.remainder       reconcile_remainder.sql
what became of the rows of every file            reconcile.account         reconcile_account.sql
which contacts and deals come after the day     quality.later             quality_later.sql
on which days is nothing sold, unusually        quality.gaps              quality_gaps.sql
do the files name the same customers            quality.joins             quality_joins.sql
which product names do not fit                  quality.products          quality_products.sql
who may be one person                           quality.doubles           quality_doubles.sql
"""

from analytics.errors import DataError
from analytics.scope import Scope
from analytics.workspace import Workspace

__all__ = ["DataError", "Scope", "Workspace"]
