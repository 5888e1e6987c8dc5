// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import io.dmsconnect.e2e.PluginZips;
import io.dmsconnect.e2e.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.Task;

/**
 * The plugins of this build in this JVM, each with a class loader over its zip, as a worker loads
 * them: two sources carry two versions of Debezium.
 */
final class Plugins {
    private static final Map<String, ClassLoader> LOADERS = new HashMap<>();

    private Plugins() {}

    private static synchronized ClassLoader loader(String zipName) {
        return LOADERS.computeIfAbsent(
                zipName,
                name -> {
                    Path zip =
                            Repository.pluginZips().stream()
                                    .filter(path -> path.getFileName().toString().startsWith(name))
                                    .findFirst()
                                    .orElseThrow();
                    try {
                        Path folder = Files.createTempDirectory("dms-connect-plugin-");
                        PluginZips.unpack(zip, folder);
                        return PluginZips.loader(folder);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** The zip a connector's class is in. */
    private static String zipOf(String connectorClass) {
        if (connectorClass.startsWith("io.dmsconnect.rds.")) {
            return "connect-sink-rds";
        }
        String engine = connectorClass.split("\\.")[3];
        return "connect-source-dms-" + engine;
    }

    /** A task that is not started, and the configuration its connector gives it. */
    record Made(Task task, Map<String, String> config, ClassLoader loader) {
        /** Services are looked for where the plugin is. */
        void inside(Runnable work) {
            Plugins.inside(loader, work);
        }
    }

    static Made task(Map<String, String> connectorConfig) {
        String name = connectorConfig.get("connector.class");
        ClassLoader loader = loader(zipOf(name));
        Made[] made = new Made[1];
        inside(
                loader,
                () -> {
                    Connector connector = make(loader, name, Connector.class);
                    connector.start(connectorConfig);
                    Map<String, String> config = connector.taskConfigs(1).get(0);
                    Task task = make(loader, connector.taskClass().getName(), Task.class);
                    made[0] = new Made(task, config, loader);
                });
        return made[0];
    }

    private static <T> T make(ClassLoader loader, String name, Class<T> type) {
        try {
            var constructor = Class.forName(name, true, loader).getDeclaredConstructor();
            constructor.setAccessible(true);
            return type.cast(constructor.newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void inside(ClassLoader loader, Runnable work) {
        Supplier<ClassLoader> current = () -> Thread.currentThread().getContextClassLoader();
        ClassLoader before = current.get();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            work.run();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
