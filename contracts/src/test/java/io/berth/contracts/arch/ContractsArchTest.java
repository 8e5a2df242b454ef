package io.berth.contracts.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.berth.contracts.Event;
import io.berth.contracts.EventType;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

@AnalyzeClasses(
        packages = "io.berth.contracts",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ContractsArchTest {
    private static final String WIRE = "io.berth.contracts.wire..";

    @ArchTest
    static final ArchRule vocabularyIsPlainJava =
            classes()
                    .that()
                    .resideOutsideOfPackage(WIRE)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "org.jspecify.annotations..",
                            "com.fasterxml.jackson.annotation..",
                            "io.berth.contracts..");

    @ArchTest
    static final ArchRule vocabularyKnowsNothingOfTheWire =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(WIRE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(WIRE);

    @ArchTest
    static final ArchRule noClockIsRead =
            noClasses()
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule eventsAreTypedRecords =
            classes()
                    .that()
                    .implement(Event.class)
                    .and()
                    .areNotInterfaces()
                    .should()
                    .beRecords()
                    .andShould()
                    .beAnnotatedWith(EventType.class);

    @ArchTest
    static void everyEventBelongsToExactlyOneTopicUnderItsOwnType(JavaClasses classes) {
        List<String> types = new ArrayList<>();
        List<Class<?>> records = new ArrayList<>();
        for (Topic<?> topic : Topics.ALL) {
            types.addAll(topic.types().keySet());
            records.addAll(topic.types().values());
        }

        assertThat(types)
                .doesNotHaveDuplicates()
                .allMatch(type -> type.matches("io\\.berth\\.[a-z]+\\.[a-z]+(-[a-z]+)*\\.v1"));
        assertThat(records.stream().map(Class::getName))
                .containsExactlyInAnyOrderElementsOf(
                        classes.stream()
                                .filter(type -> type.isAssignableTo(Event.class))
                                .filter(type -> !type.isInterface())
                                .map(type -> type.getName())
                                .toList());
    }
}
