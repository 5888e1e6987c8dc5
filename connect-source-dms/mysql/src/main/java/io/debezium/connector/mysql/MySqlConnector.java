// SPDX-License-Identifier: Apache-2.0
package io.debezium.connector.mysql;

/**
 * Stands in for Debezium's connector of this name, which our plugin does not carry: Connect would
 * offer a second copy of it to the whole cluster, and a user's configuration that names the class
 * without a version would get ours. Debezium's task, which our source runs itself, takes the class
 * as a name only: for its threads and to look for an annotation.
 */
public final class MySqlConnector {
    private MySqlConnector() {}
}
