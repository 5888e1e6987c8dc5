// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;

/** The reference page of a plugin, written from its ConfigDef. */
public final class ReferenceDocs {
    private ReferenceDocs() {}

    /** Markdown: a heading per group, a table row per key. */
    public static String markdown(String className, String overview, ConfigDef config) {
        StringBuilder page = new StringBuilder();
        page.append("# ")
                .append(className.substring(className.lastIndexOf('.') + 1))
                .append("\n\n");
        page.append("Class `").append(className).append("`. ").append(overview).append("\n\n");
        page.append("Written from the plugin's own definitions; do not edit.\n");
        List<String> groups = new ArrayList<>();
        for (ConfigDef.ConfigKey key : keys(config)) {
            String group = key.group == null ? "" : key.group;
            if (!groups.contains(group)) {
                groups.add(group);
            }
        }
        for (String group : groups) {
            page.append("\n");
            if (!group.isEmpty()) {
                page.append("## ").append(group).append("\n\n");
            }
            page.append("| key | type | default | importance | meaning |\n");
            page.append("| --- | --- | --- | --- | --- |\n");
            for (ConfigDef.ConfigKey key : keys(config)) {
                if (group.equals(key.group == null ? "" : key.group)) {
                    appendRow(page, key);
                }
            }
        }
        return page.toString();
    }

    private static List<ConfigDef.ConfigKey> keys(ConfigDef config) {
        return config.configKeys().values().stream()
                .filter(key -> !key.internalConfig)
                .sorted(
                        java.util.Comparator.comparing(
                                (ConfigDef.ConfigKey key) -> key.orderInGroup))
                .toList();
    }

    private static void appendRow(StringBuilder page, ConfigDef.ConfigKey key) {
        page.append("| `")
                .append(key.name)
                .append("` | ")
                .append(key.type.toString().toLowerCase(Locale.ROOT))
                .append(" | ")
                .append(defaultText(key))
                .append(" | ")
                .append(key.importance.toString().toLowerCase(Locale.ROOT))
                .append(" | ")
                .append(
                        key.documentation
                                .replace("|", "\\|")
                                .replace("<", "&lt;")
                                .replace("\n", " "))
                .append(key.validator == null ? "" : validatorText(key.validator))
                .append(" |\n");
    }

    private static String validatorText(ConfigDef.Validator validator) {
        String text = validator.toString();
        // a lambda has no text of its own
        return text.contains("Lambda") || text.contains("@") ? "" : " Valid: " + text + ".";
    }

    private static String defaultText(ConfigDef.ConfigKey key) {
        if (key.defaultValue == ConfigDef.NO_DEFAULT_VALUE) {
            return "required";
        }
        if (key.defaultValue == null) {
            return "none";
        }
        if (key.type == ConfigDef.Type.PASSWORD) {
            return "none";
        }
        String text = key.defaultValue.toString();
        return text.isEmpty() ? "empty" : "`" + text.replace("|", "\\|") + "`";
    }
}
