package io.berth.checker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The checker is separate: it shares nothing with what it checks. */
class CheckerArchTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.berth.checker");

    @Test
    void itUsesTheJdkKafkaClientsJacksonAndItselfOnly() {
        classes()
                .that()
                .resideInAPackage("io.berth.checker..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.berth.checker..",
                        "org.apache.kafka..",
                        "com.fasterxml.jackson..",
                        "org.jspecify.annotations..")
                .check(CLASSES);
    }

    @Test
    void itsCoreIsPure() {
        classes()
                .that()
                .resideInAPackage("io.berth.checker")
                .and()
                .doNotHaveSimpleName("CheckerMain")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.time..",
                        "java.util..",
                        "io.berth.checker",
                        "org.jspecify.annotations..")
                .check(CLASSES);
    }
}
