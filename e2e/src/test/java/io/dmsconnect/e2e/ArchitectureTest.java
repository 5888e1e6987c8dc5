// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Who may import whom: the table of ARCHITECTURE.md as a test. */
class ArchitectureTest {
    private static final JavaClasses CODE =
            new ClassFileImporter()
                    .importPaths(
                            classesOf("core"),
                            classesOf("sql"),
                            classesOf("transforms"),
                            classesOf("connect-source-dms/base"),
                            classesOf("connect-source-dms/postgres"),
                            classesOf("connect-source-dms/mysql"),
                            classesOf("connect-source-dms/mariadb"),
                            classesOf("connect-sink-rds"),
                            classesOf("testing"),
                            classesOf("cli"));

    private static Path classesOf(String module) {
        Path classes = Repository.root().resolve(module).resolve("target/classes");
        assertThat(classes).as("compiled classes of %s", module).isDirectory();
        return classes;
    }

    private static void check(ArchRule rule) {
        rule.check(CODE);
    }

    @Test
    void coreKnowsNoOtherModule() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("io.dmsconnect.core..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "io.dmsconnect.sql..",
                                "io.dmsconnect.source..",
                                "io.dmsconnect.rds..",
                                "io.dmsconnect.transforms..",
                                "io.dmsconnect.cli..",
                                "io.dmsconnect.testing..",
                                "io.debezium..")
                        .because(
                                "core is the language everybody speaks; what needs a database belongs to"
                                        + " sql, what needs a plugin to that plugin"));
    }

    @Test
    void onlyTheEdgeOfCoreKnowsKafkaAndAvro() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("io.dmsconnect.core..")
                        .and()
                        .resideOutsideOfPackage("io.dmsconnect.core.connect..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..")
                        .because("records stop at core.connect; move the code there"));
    }

    @Test
    void coreKnowsNoDatabase() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("io.dmsconnect.core..")
                        .and()
                        .resideOutsideOfPackage("io.dmsconnect.core.mapping.expression..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("java.sql..")
                        .because("what needs a database belongs to sql or to a plugin"));
    }

    @Test
    void onlyExpressionsKnowSqlite() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("io.dmsconnect..")
                        .and()
                        .resideOutsideOfPackage("io.dmsconnect.core.mapping.expression..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.sqlite..")
                        .because("SQLite evaluates expressions and does nothing else"));
    }

    @Test
    void insideCoreImportsPointOneWay() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("io.dmsconnect.core.schema..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "io.dmsconnect.core.event..",
                                "io.dmsconnect.core.mapping..",
                                "io.dmsconnect.core.connect..")
                        .because("schema is the bottom of core"));
        check(
                noClasses()
                        .that()
                        .resideInAPackage("io.dmsconnect.core.event..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "io.dmsconnect.core.mapping..", "io.dmsconnect.core.connect..")
                        .because("events know shapes, nothing above them"));
        check(
                noClasses()
                        .that()
                        .resideInAPackage("io.dmsconnect.core.mapping..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.dmsconnect.core.connect..")
                        .because("mappings are pure; records are mapped by core.connect"));
        check(
                slices().matching("io.dmsconnect.core.(*)..")
                        .should()
                        .beFreeOfCycles()
                        .because("one direction of imports"));
    }

    @Test
    void sqlKnowsNoKafkaAndNoDriver() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("io.dmsconnect.sql..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.apache.kafka..",
                                "io.dmsconnect.core.connect..",
                                "io.dmsconnect.rds..",
                                "io.dmsconnect.source..",
                                "org.postgresql..",
                                "org.mariadb..")
                        .because(
                                "sql is text and types; a driver's own features belong to a plugin"));
    }

    @Test
    void theSinkKnowsNoSource() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage("io.dmsconnect.rds..", "io.dmsconnect.transforms..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("io.debezium..", "io.dmsconnect.source..")
                        .because("no plugin imports a plugin; share through core or sql"));
    }

    @Test
    void onlyEnginesKnowDebezium() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "io.dmsconnect.source.postgres..",
                                "io.dmsconnect.source.mysql..",
                                "io.dmsconnect.source.mariadb..",
                                // compiled into both MySQL engines, against the Debezium of each
                                "io.dmsconnect.source.binlog.debezium..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.debezium..")
                        .because(
                                "each engine has its own Debezium version in its own class loader"));
    }

    @Test
    void enginesDoNotKnowEachOther() {
        for (String engine : new String[] {"postgres", "mysql", "mariadb"}) {
            check(
                    noClasses()
                            .that()
                            .resideInAPackage("io.dmsconnect.source." + engine + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(others(engine))
                            .because("what engines share belongs to the source's base"));
            check(
                    noClasses()
                            .that()
                            .resideInAnyPackage(
                                    "io.dmsconnect.source",
                                    "io.dmsconnect.source.load..",
                                    "io.dmsconnect.source.binlog..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("io.dmsconnect.source." + engine + "..")
                            .because("the base knows engines by their interface only"));
        }
    }

    private static String[] others(String engine) {
        return java.util.stream.Stream.of("postgres", "mysql", "mariadb")
                .filter(other -> !other.equals(engine))
                .map(other -> "io.dmsconnect.source." + other + "..")
                .toArray(String[]::new);
    }

    @Test
    void testServersKnowNothingOfOurs() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("io.dmsconnect.testing..")
                        .should()
                        .dependOnClassesThat(
                                com.tngtech.archunit.base.DescribedPredicate.describe(
                                        "other packages of ours",
                                        type ->
                                                type.getPackageName().startsWith("io.dmsconnect.")
                                                        && !type.getPackageName()
                                                                .startsWith(
                                                                        "io.dmsconnect.testing")))
                        .because("every module may use the test servers without a cycle"));
    }

    @Test
    void nothingPrintsStackTracesOrExits() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages("io.dmsconnect.cli..", "io.dmsconnect.testing..")
                        .should()
                        .callMethod(System.class, "exit", int.class)
                        .orShould()
                        .callMethod(Throwable.class, "printStackTrace")
                        .because("a plugin is a guest in its worker"));
    }

    @Test
    void connectorsAreFinalAndPublic() {
        check(
                classes()
                        .that()
                        .haveSimpleNameEndingWith("SourceConnector")
                        .or()
                        .haveSimpleNameEndingWith("SinkConnector")
                        .and()
                        .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
                        .should()
                        .bePublic()
                        .because("the worker instantiates them by name"));
    }
}
