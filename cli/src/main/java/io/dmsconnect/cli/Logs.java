// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.logging.LogManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Where the log of this process goes. The terminal is for people. */
public final class Logs {
    private Logs() {}

    /** Warnings of this project's own classes are also said to somebody, each once. */
    public static void warnings(Consumer<String> say) {
        LoggerContext context = LoggerContext.getContext(false);
        Warnings appender = new Warnings(say);
        appender.start();
        LoggerConfig ours = new LoggerConfig("io.dmsconnect", Level.INFO, true);
        ours.addAppender(appender, Level.WARN, null);
        context.getConfiguration().addLogger(ours.getName(), ours);
        context.updateLoggers();
    }

    /** From now on to this file, at INFO. */
    public static void to(Path file) {
        ConfigurationBuilder<BuiltConfiguration> builder =
                ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setStatusLevel(Level.OFF);
        builder.add(
                builder.newAppender("file", "RollingFile")
                        .addAttribute("fileName", file.toString())
                        .addAttribute("filePattern", file + ".%i")
                        .addComponent(
                                builder.newComponent("Policies")
                                        .addComponent(
                                                builder.newComponent("SizeBasedTriggeringPolicy")
                                                        .addAttribute("size", "50 MB")))
                        .addComponent(
                                builder.newComponent("DefaultRolloverStrategy")
                                        .addAttribute("max", "3"))
                        .add(
                                builder.newLayout("PatternLayout")
                                        .addAttribute(
                                                "pattern",
                                                "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5p %X{connector.context}%m (%c)%n")));
        // of Kafka itself only what is wrong: it prints whole configurations of clients otherwise
        builder.add(builder.newLogger("org.apache.kafka", Level.WARN));
        builder.add(builder.newLogger("org.apache.kafka.connect", Level.INFO));
        String connect = "org.apache.kafka.connect.";
        // the command itself asks the REST API every moment
        builder.add(builder.newLogger(connect + "runtime.rest.RestServer", Level.WARN));
        builder.add(builder.newLogger(connect + "runtime.isolation", Level.WARN));
        builder.add(builder.newLogger(connect + "util.KafkaBasedLog", Level.WARN));
        builder.add(builder.newLogger("kafka", Level.WARN));
        builder.add(builder.newLogger("state.change.logger", Level.WARN));
        builder.add(builder.newLogger("org.reflections", Level.ERROR));
        builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef("file")));
        Configurator.reconfigure(builder.build());
        // MySQL's log reader uses the JDK's logging, which would go to the terminal
        LogManager.getLogManager().reset();
    }
}
