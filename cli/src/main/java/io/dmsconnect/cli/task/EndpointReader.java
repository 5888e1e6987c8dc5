// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.dmsconnect.cli.aws.MemberNames;
import io.dmsconnect.cli.task.Engine.Family;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/** Reads {@code SourceEndpoint} or {@code TargetEndpoint}. */
final class EndpointReader {
    private static final int LARGEST_PORT = 65_535;

    private final Members members;
    private final boolean source;
    private final Findings findings;

    EndpointReader(Members members, boolean source, Findings findings) {
        this.members = members;
        this.source = source;
        this.findings = findings;
    }

    /** Empty where something that all the rest needs is wrong; the findings say what. */
    Optional<Endpoint> read() {
        Optional<Engine> engine = engine();
        Optional<String> host =
                members.required("ServerName", "the database server's name or address");
        Optional<String> port = port(engine);
        Optional<String> user = members.required("Username", "the database user's name");
        Optional<String> password = password();
        Optional<String> database = database(engine);
        SslMode ssl = ssl();
        Optional<String> attributes = members.text("ExtraConnectionAttributes");
        otherMembers();
        if (engine.isEmpty()) {
            return Optional.empty();
        }
        ConnectionAttributes extra =
                ConnectionAttributes.parse(
                        attributes.orElse(""),
                        members.path("ExtraConnectionAttributes"),
                        group(engine.get().family()),
                        members.path(groupOf(engine.get().family())),
                        engine.get().family(),
                        source,
                        findings);
        if (host.isEmpty()
                || port.isEmpty()
                || user.isEmpty()
                || password.isEmpty()
                || database.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Endpoint(
                        engine.get(),
                        host.get(),
                        port.get(),
                        user.get(),
                        new Password(password.get()),
                        database.get(),
                        ssl,
                        extra));
    }

    private Optional<Engine> engine() {
        Optional<String> name = members.required("EngineName", "one of " + Engine.names());
        Optional<Engine> engine = name.flatMap(Engine::named);
        if (name.isPresent() && engine.isEmpty()) {
            findings.problem(
                    members.path("EngineName"),
                    "'%s' is not supported here; it has to be one of %s%s"
                            .formatted(name.get(), Engine.names(), Engine.hint(name.get())));
        }
        return engine;
    }

    private Optional<String> port(Optional<Engine> engine) {
        String right = "a number from 1 to " + LARGEST_PORT;
        String path = members.path("Port");
        Optional<JsonNode> value = members.get("Port");
        if (value.isEmpty()) {
            String usual =
                    engine.map(e -> ", usually " + e.family().usualPort() + " for " + e).orElse("");
            findings.problem(path, "is missing; it has to be " + right + usual);
            return Optional.empty();
        }
        JsonNode port = value.get();
        if (port.isTextual() && References.isReference(port.textValue())) {
            return Optional.of(port.textValue());
        }
        String digits = port.isTextual() ? port.textValue().strip() : port.toString();
        boolean number =
                (port.isIntegralNumber() || port.isTextual()) && digits.matches("[0-9]{1,5}");
        if (!number || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > LARGEST_PORT) {
            String found = port.isValueNode() ? port.toString() : Members.typeOf(port);
            findings.problem(path, "has to be " + right + ", not " + found);
            return Optional.empty();
        }
        return Optional.of(digits);
    }

    private Optional<String> password() {
        String path = members.path("Password");
        Optional<JsonNode> value = members.get("Password");
        if (value.isEmpty()) {
            findings.problem(
                    path,
                    "is missing; it has to be the password or a reference such as ${env:NAME}");
            return Optional.empty();
        }
        Optional<String> text = members.text("Password");
        if (text.isPresent() && !text.get().isEmpty() && !References.isReference(text.get())) {
            findings.warning(
                    path,
                    "is written out in the document; a reference such as ${env:NAME} or"
                            + " ${file:/path:key} keeps it out, of what plan and deploy make too");
        }
        return text;
    }

    private Optional<String> database(Optional<Engine> engine) {
        boolean needed = engine.isPresent() && engine.get().family() == Family.POSTGRESQL;
        return needed
                ? members.required("DatabaseName", "the name of the database")
                : Optional.of(members.text("DatabaseName").orElse(""));
    }

    private SslMode ssl() {
        Optional<String> name = members.text("SslMode");
        if (name.isEmpty()) {
            return SslMode.UNSPECIFIED;
        }
        Optional<SslMode> mode = SslMode.named(name.get());
        if (mode.isEmpty()) {
            findings.problem(
                    members.path("SslMode"),
                    "'%s' has to be one of %s%s"
                            .formatted(name.get(), SslMode.names(), SslMode.hint(name.get())));
        }
        return mode.orElse(SslMode.UNSPECIFIED);
    }

    private static String groupOf(Family family) {
        return family == Family.POSTGRESQL ? "PostgreSQLSettings" : "MySQLSettings";
    }

    /** The engine's own settings, which say the same as connection attributes. */
    private Map<String, String> group(Family family) {
        Map<String, String> settings = new LinkedHashMap<>();
        Optional<JsonNode> group = members.get(groupOf(family));
        if (group.isPresent() && !group.get().isObject()) {
            findings.problem(
                    members.path(groupOf(family)),
                    "has to be an object, not " + Members.typeOf(group.get()));
        }
        group.ifPresent(
                object ->
                        object.properties().stream()
                                .filter(setting -> setting.getValue().isValueNode())
                                .filter(setting -> !setting.getValue().asText("").isBlank())
                                .filter(setting -> !setting.getValue().isNull())
                                .forEach(s -> settings.put(s.getKey(), s.getValue().asText())));
        return settings;
    }

    private void otherMembers() {
        members.refused(
                "is not supported; give Username and Password, as references where they are secret",
                "SecretsManagerSecretId",
                "SecretsManagerAccessRoleArn");
        if (members.text("SslMode").filter(mode -> mode.startsWith("verify")).isPresent()) {
            members.noEffect(
                    "has no effect; give the certificate's file as sslRootCert=path in"
                            + " ExtraConnectionAttributes",
                    "CertificateArn");
        }
        members.get("CertificateArn");
        members.get("PostgreSQLSettings");
        members.get("MySQLSettings");
        String expected = source ? "source" : "target";
        Optional<String> type = members.text("EndpointType");
        if (type.isPresent() && !type.get().equalsIgnoreCase(expected)) {
            findings.problem(
                    members.path("EndpointType"),
                    "'%s' has to be '%s' here".formatted(type.get(), expected));
        }
        members.unknown(
                name -> MemberNames.isDescribedOfEndpoint(name) || name.endsWith("Settings"),
                MemberNames.allOfEndpoint());
    }
}
