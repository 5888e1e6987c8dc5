// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import java.sql.Driver;
import org.mariadb.jdbc.util.log.Loggers;

/**
 * MariaDB's driver logs each error in the server's words, which have values of rows ("Incorrect
 * date value: '2023-02-31'"). It asks once, when its classes are loaded, whether it may: the plugin
 * has a copy of its own, so that no other plugin's driver becomes quiet.
 */
final class QuietDriver {
    private static final String PROPERTY = "mariadb.logging.disable";

    static {
        String before = System.getProperty(PROPERTY);
        System.setProperty(PROPERTY, "true");
        try {
            Loggers.getLogger(QuietDriver.class);
        } finally {
            if (before == null) {
                System.clearProperty(PROPERTY);
            } else {
                System.setProperty(PROPERTY, before);
            }
        }
    }

    private QuietDriver() {}

    static Driver mariaDb() {
        return new org.mariadb.jdbc.Driver();
    }
}
