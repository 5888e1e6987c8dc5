// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import io.dmsconnect.cli.plan.Converters;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How records are written in Kafka. */
final class ConverterOptions {
    @Option(
            names = "--converter",
            paramLabel = "NAME",
            defaultValue = "json",
            description =
                    "How records are written in Kafka: json (with schemas; every worker has it), avro"
                            + " (Confluent's converter, needs --schema-registry-url), or worker (whatever"
                            + " the worker is configured with; it has to keep schemas). Default:"
                            + " ${DEFAULT-VALUE}.")
    private String converter;

    @Option(
            names = "--schema-registry-url",
            paramLabel = "URL",
            description = "Schema registry for --converter avro.")
    private String registry;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec command;

    Converters read() {
        boolean avro = converter.equals("avro");
        if (avro == (registry == null)) {
            throw wrong("--converter avro and --schema-registry-url URL belong together");
        }
        return switch (converter) {
            case "json" -> Converters.json();
            case "avro" -> Converters.avro(registry);
            case "worker" -> Converters.ofTheWorker();
            default ->
                    throw wrong(
                            "--converter '%s' is not one of json, avro, worker"
                                    .formatted(converter));
        };
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(command.commandLine(), message);
    }
}
