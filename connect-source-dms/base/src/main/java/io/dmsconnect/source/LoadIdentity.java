// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.source;

import io.dmsconnect.core.schema.Table;

/**
 * A table as its load has it.
 *
 * @param table whose columns have the ids that changes behind the load's place have, too
 * @param identities what the engine has to know of that after a restart, in its own form; empty for
 *     nothing
 */
public record LoadIdentity(Table table, String identities) {}
