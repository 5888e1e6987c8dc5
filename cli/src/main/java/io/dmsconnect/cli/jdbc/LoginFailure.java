// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.jdbc;

import io.dmsconnect.cli.task.Endpoint;
import io.dmsconnect.cli.task.Engine.Family;
import io.dmsconnect.cli.task.SslMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Why a database does not let the task in, told of the endpoint's member that is wrong. */
final class LoginFailure {
    private static final int PATIENCE_MILLIS = 1_000;

    /** What PostgreSQL's clients ask first; a server answers with S or N. */
    private static final int ASK_FOR_TLS = 80877103;

    /** Of MySQL and MariaDB; the second one is of a plugin that knows no passwords. */
    private static final Set<Integer> DENIED = Set.of(1045, 1698);

    private final String endpointName;
    private final Endpoint endpoint;
    private final SQLException failure;

    LoginFailure(String endpointName, Endpoint endpoint, SQLException failure) {
        this.endpointName = endpointName;
        this.endpoint = endpoint;
        this.failure = failure;
    }

    static boolean isRefusal(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return state.startsWith("28") || DENIED.contains(failure.getErrorCode());
    }

    String problem() {
        return ofNetwork()
                .or(() -> ofState(state()))
                .or(() -> ofCode(code()))
                .or(this::ofEngine)
                .or(this::ofTls)
                .orElseGet(() -> endpointName + ": " + reason());
    }

    private Optional<String> ofNetwork() {
        if (cause(UnknownHostException.class).isPresent()) {
            return at("ServerName", "there is no host '%s'".formatted(endpoint.host()));
        }
        if (cause(NoRouteToHostException.class).isPresent()) {
            return at("ServerName", "there is no way to the host '%s'".formatted(endpoint.host()));
        }
        if (cause(ConnectException.class).isPresent()) {
            return at(
                    "Port",
                    "nothing listens at %s; correct ServerName and Port, or start the server"
                            .formatted(address()));
        }
        return Optional.empty();
    }

    /** SQLSTATE, which PostgreSQL always has. */
    private Optional<String> ofState(String state) {
        return switch (state) {
            case "28P01" -> refusedPassword();
            case "28000" ->
                    endpoint.engine().family() == Family.POSTGRESQL
                            ? at("Username", reason())
                            : refusedPassword();
            case "3D000" -> noDatabase();
            default -> Optional.empty();
        };
    }

    /** Error codes of MySQL and MariaDB. */
    private Optional<String> ofCode(int code) {
        if (DENIED.contains(code)) {
            return refusedPassword();
        }
        return switch (code) {
            case 1044, 1049 -> noDatabase();
            default -> Optional.empty();
        };
    }

    private Optional<String> refusedPassword() {
        boolean mayWantTls =
                endpoint.engine().family() == Family.MYSQL
                        && endpoint.sslMode() == SslMode.UNSPECIFIED;
        return at(
                "Password",
                "the server at %s refuses user '%s' with this password%s"
                        .formatted(
                                address(),
                                endpoint.user(),
                                mayWantTls
                                        ? " (a user who has to come by TLS is refused with the same"
                                                + " words: then set SslMode)"
                                        : ""));
    }

    private Optional<String> noDatabase() {
        return at(
                "DatabaseName",
                "there is no database '%s' at %s, or user '%s' may not use it"
                        .formatted(endpoint.database(), address(), endpoint.user()));
    }

    /** Who speaks first tells servers apart: MySQL and MariaDB greet, PostgreSQL waits. */
    private Optional<String> ofEngine() {
        String other =
                switch (endpoint.engine().family()) {
                    case POSTGRESQL -> greets() ? "MySQL or MariaDB" : "";
                    case MYSQL -> answersLikePostgreSql() ? "PostgreSQL" : "";
                };
        return other.isEmpty()
                ? Optional.empty()
                : at(
                        "EngineName",
                        "is '%s', but the server at %s is %s"
                                .formatted(endpoint.engine(), address(), other));
    }

    private boolean greets() {
        try (Socket socket = connect()) {
            InputStream in = socket.getInputStream();
            byte[] greeting = in.readNBytes(5); // length, number, version of the protocol
            return greeting.length == 5 && greeting[4] == 10;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private boolean answersLikePostgreSql() {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(ByteBuffer.allocate(8).putInt(8).putInt(ASK_FOR_TLS).array());
            out.flush();
            int answer = socket.getInputStream().read();
            return answer == 'S' || answer == 'N';
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(
                new InetSocketAddress(endpoint.host(), Integer.parseInt(endpoint.port())),
                PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private Optional<String> ofTls() {
        String reason = reason();
        if (reason.contains("SSL") || reason.contains("TLS")) {
            return at("SslMode", reason);
        }
        return cause(SocketTimeoutException.class).isPresent()
                ? at("ServerName", "%s does not answer".formatted(address()))
                : Optional.empty();
    }

    private Optional<String> at(String member, String what) {
        return Optional.of("%s.%s: %s".formatted(endpointName, member, what));
    }

    private String address() {
        return endpoint.host() + ":" + endpoint.port();
    }

    private <T> Optional<T> cause(Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private String state() {
        return sql().getSQLState() == null ? "" : sql().getSQLState();
    }

    private int code() {
        return sql().getErrorCode();
    }

    private SQLException sql() {
        SQLException innermost = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                innermost = sql;
            }
        }
        return innermost;
    }

    private String reason() {
        String message = String.valueOf(sql().getMessage()).strip();
        return message.startsWith("FATAL: ") ? message.substring("FATAL: ".length()) : message;
    }
}
