// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a task comes from.
 *
 * @param file a task document, or what one of AWS's tools prints
 * @param task which one, where the file has several; empty for its only one
 * @param endpoints files with endpoints that the file names by their ARN only
 * @param values members that are given beside the file, such as {@code SourceEndpoint.ServerName}
 */
public record TaskInput(Path file, String task, List<Path> endpoints, Map<String, String> values) {
    public TaskInput {
        endpoints = List.copyOf(endpoints);
        values = Map.copyOf(values);
    }

    public static TaskInput of(Path file) {
        return new TaskInput(file, "", List.of(), Map.of());
    }

    /** Without values, which may be secrets. */
    @Override
    public String toString() {
        return file.toString();
    }
}
