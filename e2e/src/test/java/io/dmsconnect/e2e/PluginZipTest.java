// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dmsconnect.core.connect.ReferenceDocs;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The zips users install: layout, contents, and the reference pages written from them. */
class PluginZipTest {
    @TempDir Path folder;

    static List<Path> zips() {
        return Repository.pluginZips();
    }

    @ParameterizedTest
    @MethodSource("zips")
    void theLayoutIsConfluentHubs(Path zip) throws IOException {
        PluginZips.unpack(zip, folder);
        Path plugin = onlyFolder();
        for (String part : List.of("lib", "doc", "etc", "assets")) {
            assertThat(plugin.resolve(part)).isDirectory().isNotEmptyDirectory();
        }
        assertThat(plugin.resolve("doc/LICENSE")).isNotEmptyFile();
        assertThat(plugin.resolve("doc/README.md")).isNotEmptyFile();
        JsonNode manifest = new ObjectMapper().readTree(plugin.resolve("manifest.json").toFile());
        assertThat(zip.getFileName().toString())
                .isEqualTo(
                        manifest.get("name").asText()
                                + "-"
                                + manifest.get("version").asText()
                                + ".zip");
        assertThat(manifest.get("component_types").get(0).asText())
                .isIn("source", "sink", "transform");
        assertThat(plugin.resolve(manifest.get("logo").asText())).isNotEmptyFile();
        assertThat(Files.readString(plugin.resolve("manifest.json"))).doesNotContain("${");
    }

    @ParameterizedTest
    @MethodSource("zips")
    void nothingTheWorkerProvidesIsInside(Path zip) throws IOException {
        PluginZips.unpack(zip, folder);
        try (Stream<Path> jars = Files.list(onlyFolder().resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .noneMatch(
                            name ->
                                    name.matches(
                                                    "(connect-|kafka-|slf4j-|jackson-|logback-|log4j|reload4j).*")
                                            && !name.startsWith("connect-s"));
        }
    }

    @ParameterizedTest
    @MethodSource("zips")
    void itsPluginsAreFoundWithoutScanningAndDocumented(Path zip) throws IOException {
        PluginZips.unpack(zip, folder);
        try (URLClassLoader loader = PluginZips.loader(onlyFolder())) {
            int found = 0;
            for (Class<?> service :
                    List.of(SourceConnector.class, SinkConnector.class, Transformation.class)) {
                for (Object plugin : ServiceLoader.load(service, loader)) {
                    if (!plugin.getClass().getName().startsWith("io.dmsconnect.")) {
                        continue;
                    }
                    found++;
                    checkReference(plugin, zip);
                }
            }
            assertThat(found).as("plugins of %s", zip.getFileName()).isPositive();
        }
    }

    private static void checkReference(Object plugin, Path zip) throws IOException {
        ConfigDef config;
        String version;
        if (plugin instanceof Connector connector) {
            config = connector.config();
            version = connector.version();
        } else {
            config = ((Transformation<?>) plugin).config();
            version = ((Transformation<?>) plugin).version();
        }
        assertThat(zip.getFileName().toString()).endsWith("-" + version + ".zip");
        assertThat(config.configKeys().values())
                .allSatisfy(key -> assertThat(key.documentation).as(key.name).isNotBlank());
        String page = ReferenceDocs.markdown(plugin.getClass().getName(), overview(plugin), config);
        Path file =
                Repository.root()
                        .resolve("docs/reference/" + plugin.getClass().getSimpleName() + ".md");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, page);
        }
        assertThat(file)
                .as("run `make docs`, read the difference, commit it")
                .exists()
                .content()
                .isEqualTo(page);
    }

    private static String overview(Object plugin) {
        try {
            return plugin.getClass().getField("OVERVIEW_DOC").get(null).toString();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(plugin.getClass() + " needs a public OVERVIEW_DOC", e);
        }
    }

    private Path onlyFolder() throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            List<Path> all = folders.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }
}
