// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** As a worker loads a plugin: with a class loader, and so a driver, of its own. */
class QuietDriverTest {
    private static ClassLoader plugin() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static Class<?> logger(ClassLoader loader) throws Exception {
        Method getLogger =
                loader.loadClass("org.mariadb.jdbc.util.log.Loggers")
                        .getMethod("getLogger", String.class);
        return getLogger.invoke(null, "errors").getClass();
    }

    @Test
    void logsNothing() throws Exception {
        ClassLoader ours = plugin();
        Method driver = ours.loadClass(QuietDriver.class.getName()).getDeclaredMethod("mariaDb");
        driver.setAccessible(true);
        assertThat(driver.invoke(null)).isNotNull();
        assertThat(logger(ours).getSimpleName()).isEqualTo("NoLogger");
        assertThat(logger(plugin()).getSimpleName()).isNotEqualTo("NoLogger");
    }
}
