/**
 * AWS DMS table mappings: which tables are copied, and under which names and columns. The JSON is
 * read once into rules, a rule set becomes one {@link io.dmsconnect.core.mapping.TablePlan} per
 * shape of a table, and rows only walk the plan.
 */
package io.dmsconnect.core.mapping;
