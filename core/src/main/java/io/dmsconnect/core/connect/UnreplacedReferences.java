// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/**
 * References such as <code>${env:SRC_PW}</code> that are still there when a worker validates a
 * configuration: it has no config provider of that name, and a login with the reference as password
 * would be refused as if the password were wrong.
 */
public final class UnreplacedReferences {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+):[^}]*}");
    private static final String PROVIDERS = "org.apache.kafka.common.config.provider.";
    private static final Map<String, String> CLASSES =
            Map.of(
                    "env", PROVIDERS + "EnvVarConfigProvider",
                    "file", PROVIDERS + "FileConfigProvider",
                    "directory", PROVIDERS + "DirectoryConfigProvider");

    private UnreplacedReferences() {}

    /**
     * Adds an error at each key that holds one.
     *
     * @param prefixes of the keys that are looked at, such as {@code database.}
     */
    public static void addTo(Config config, Map<String, String> properties, List<String> prefixes) {
        new TreeMap<>(properties)
                .forEach(
                        (key, value) -> {
                            if (value != null && prefixes.stream().anyMatch(key::startsWith)) {
                                Matcher found = REFERENCE.matcher(value);
                                // a password may hold anything, but hardly be a reference by chance
                                if (key.endsWith("password") ? found.matches() : found.find()) {
                                    add(config, key, problem(found.group(), found.group(1)));
                                }
                            }
                        });
    }

    private static String problem(String reference, String provider) {
        return ("the worker has not replaced %s: it has no config provider '%s'. Add it to the worker's"
                        + " config.providers, with config.providers.%s.class=%s, and restart the worker;"
                        + " or write the value itself")
                .formatted(
                        reference,
                        provider,
                        provider,
                        CLASSES.getOrDefault(provider, "<the provider's class>"));
    }

    private static void add(Config config, String key, String message) {
        for (ConfigValue value : config.configValues()) {
            if (value.name().equals(key)) {
                value.addErrorMessage(message);
                return;
            }
        }
        ConfigValue value = new ConfigValue(key);
        value.addErrorMessage(message);
        config.configValues().add(value);
    }
}
