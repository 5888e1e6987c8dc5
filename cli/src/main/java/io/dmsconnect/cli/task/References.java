// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * {@code ${env:NAME}}, {@code ${file:/path:key}} and {@code ${directory:/path:file}}, as Kafka's
 * config providers understand them, resolved by those very providers.
 */
public final class References implements AutoCloseable {
    /** The same text as in {@link ConfigTransformer}. */
    private static final Pattern REFERENCE = ConfigTransformer.DEFAULT_PATTERN;

    private final Map<String, ConfigProvider> providers = new LinkedHashMap<>();

    public References() {
        this(new EnvVarConfigProvider());
    }

    References(ConfigProvider env) {
        providers.put("env", env);
        providers.put("file", new FileConfigProvider());
        providers.put("directory", new DirectoryConfigProvider());
        providers.values().forEach(provider -> provider.configure(Map.of()));
    }

    /** The environment variable with an endpoint's password, where its document has none. */
    static String passwordOf(String endpoint) {
        return endpoint.equals("SourceEndpoint") ? "DMS_SOURCE_PASSWORD" : "DMS_TARGET_PASSWORD";
    }

    /** Does the text hold a reference? */
    public static boolean isReference(String text) {
        return REFERENCE.matcher(text).find();
    }

    /**
     * The task with all references replaced by what they stand for.
     *
     * @throws TaskException naming the references that stand for nothing
     */
    public TaskDocument resolve(TaskDocument task) {
        List<String> problems = new ArrayList<>();
        TaskDocument resolved =
                task.withEndpoints(
                        task.source().with(resolver("SourceEndpoint", task.source(), problems)),
                        task.target().with(resolver("TargetEndpoint", task.target(), problems)));
        if (!problems.isEmpty()) {
            throw new TaskException(problems.stream().distinct().toList());
        }
        return resolved;
    }

    /** As {@link #resolve}, for those who do not look at the target. */
    public TaskDocument resolveSource(TaskDocument task) {
        List<String> problems = new ArrayList<>();
        TaskDocument resolved =
                task.withEndpoints(
                        task.source().with(resolver("SourceEndpoint", task.source(), problems)),
                        task.target());
        if (!problems.isEmpty()) {
            throw new TaskException(problems.stream().distinct().toList());
        }
        return resolved;
    }

    private UnaryOperator<String> resolver(String where, Endpoint endpoint, List<String> problems) {
        return text -> isReference(text) ? resolve(text, where, endpoint, problems) : text;
    }

    /** The member of the endpoint that has the reference, with a dot before it. */
    private static String member(Endpoint endpoint, String reference) {
        return Stream.of(
                        Map.entry("Password", endpoint.password().value()),
                        Map.entry("Username", endpoint.user()),
                        Map.entry("ServerName", endpoint.host()),
                        Map.entry("Port", endpoint.port()),
                        Map.entry("DatabaseName", endpoint.database()))
                .filter(member -> member.getValue().contains(reference))
                .findFirst()
                .map(member -> "." + member.getKey())
                .orElse("");
    }

    private String resolve(String text, String where, Endpoint endpoint, List<String> problems) {
        // each reference by itself, so that a value that looks like a reference stays as it is
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String reference = matcher.group();
            String value = value(reference);
            if (value == null) {
                problems.add(
                        where
                                + member(endpoint, reference)
                                + ": "
                                + why(reference, matcher.group(1), where));
                value = reference;
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }

    private String value(String reference) {
        try {
            String value =
                    new ConfigTransformer(providers)
                            .transform(Map.of("value", reference))
                            .data()
                            .get("value");
            return reference.equals(value) ? null : value;
        } catch (RuntimeException e) {
            return null; // a file that cannot be read
        }
    }

    private String why(String reference, String provider, String where) {
        if (!providers.containsKey(provider)) {
            return "%s: there is no provider '%s'; there are %s"
                    .formatted(reference, provider, String.join(", ", providers.keySet()));
        }
        String variable = reference.substring(reference.indexOf(':') + 1, reference.length() - 1);
        if (provider.equals("env") && variable.matches("DMS_(SOURCE|TARGET)_PASSWORD")) {
            return "%s: this environment variable is not set; AWS's tools print no passwords, so it is read from there, or given as --set %s.Password='${file:/path:key}'"
                    .formatted(reference, where);
        }
        return provider.equals("env")
                ? reference + ": this environment variable is not set"
                : reference + ": there is no such value, or the file cannot be read";
    }

    @Override
    public void close() {
        for (ConfigProvider provider : providers.values()) {
            try {
                provider.close();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
