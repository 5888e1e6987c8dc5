// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a stack trace says, without the stack. */
final class FailureText {
    private static final Pattern HEAD =
            Pattern.compile("^(?:Caused by: )?((?:[\\w$]+\\.)+[\\w$]+)(?:: (.*))?$");

    private record Failure(String type, String message) {
        /** Ours never hold a row's values. */
        boolean isOurs() {
            return type.startsWith("io.dmsconnect.");
        }

        /** These say where it happened, and what to do. */
        boolean isWhole() {
            return type.equals("io.dmsconnect.core.failure.ReplicationException");
        }
    }

    private FailureText() {}

    /** The innermost message that says what to do, else one that is ours, else the root cause. */
    static String of(String trace) {
        List<Failure> failures = failures(trace);
        if (failures.isEmpty()) {
            return trace.lines().findFirst().orElse("failed without a reason");
        }
        Failure root = failures.get(failures.size() - 1);
        Failure chosen = root;
        for (Failure failure : failures) {
            boolean isBetter = failure.isWhole() || failure.isOurs() && !chosen.isWhole();
            if (isBetter && !failure.message().isBlank()) {
                chosen = failure;
            }
        }
        String simple = chosen.type().substring(chosen.type().lastIndexOf('.') + 1);
        return chosen.message().isBlank() ? simple : chosen.message();
    }

    private static List<Failure> failures(String trace) {
        List<Failure> failures = new ArrayList<>();
        String type = null;
        StringBuilder message = new StringBuilder();
        for (String line : trace.lines().toList()) {
            boolean stack = line.startsWith("\tat ") || line.startsWith("\t...");
            boolean head = type == null || line.startsWith("Caused by: ");
            Matcher matcher = HEAD.matcher(line);
            if (stack) {
                if (type != null && !type.isEmpty()) {
                    failures.add(new Failure(type, message.toString().strip()));
                    type = "";
                }
            } else if (head && matcher.matches()) {
                type = matcher.group(1);
                message.setLength(0);
                message.append(matcher.group(2) == null ? "" : matcher.group(2));
            } else if (type != null && !type.isEmpty()) {
                message.append('\n').append(line);
            }
        }
        if (type != null && !type.isEmpty()) {
            failures.add(new Failure(type, message.toString().strip()));
        }
        return failures;
    }
}
