package io.berth.kit.test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.Entity;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The rules of the house that a machine can check. A service takes them over with
 *
 * <pre>{@code
 * @AnalyzeClasses(packages = "io.berth.placement", importOptions = DoNotIncludeTests.class)
 * class HouseRulesTest {
 *     @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);
 * }
 * }</pre>
 */
public final class HouseRules {
    private static final DescribedPredicate<JavaClass> CONTRACTS_WITHOUT_WIRE =
            resideInAPackage("io.berth.contracts..")
                    .and(DescribedPredicate.not(resideInAPackage("io.berth.contracts.wire..")));

    /** The domain is plain Java: no framework, no wire format, no other layer. */
    @ArchTest
    public static final ArchRule DOMAIN_IS_PURE =
            classes()
                    .that()
                    .resideInAPackage("..domain..")
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage("java..", "org.jspecify..", "..domain..")
                                    .or(CONTRACTS_WITHOUT_WIRE)
                                    .or(
                                            DescribedPredicate.describe(
                                                    "are arrays of primitives",
                                                    type ->
                                                            type.getBaseComponentType()
                                                                    .isPrimitive())))
                    .allowEmptyShould(true);

    /** Time and randomness come into the domain as arguments. */
    @ArchTest
    public static final ArchRule DOMAIN_HAS_NO_CLOCK_AND_NO_DICE =
            noClasses()
                    .that()
                    .resideInAPackage("..domain..")
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(LocalDateTime.class, "now")
                    .orShould()
                    .callMethod(ZonedDateTime.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(Clock.class, "systemUTC")
                    .orShould()
                    .callMethod(UUID.class, "randomUUID")
                    .orShould()
                    .callMethod(Math.class, "random")
                    .orShould()
                    .callMethod(ThreadLocalRandom.class, "current")
                    .orShould()
                    .callConstructor(java.util.Random.class)
                    .allowEmptyShould(true);

    /** Entities live in {@code store}. */
    @ArchTest
    public static final ArchRule ENTITIES_LIVE_IN_STORE =
            classes()
                    .that()
                    .areAnnotatedWith(Entity.class)
                    .should()
                    .resideInAPackage("..store..")
                    .allowEmptyShould(true);

    /** And never leave it. */
    @ArchTest
    public static final ArchRule ENTITIES_STAY_IN_STORE =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..store..")
                    .should()
                    .dependOnClassesThat()
                    .areAnnotatedWith(Entity.class)
                    .allowEmptyShould(true);

    /** Use cases, domain and store know nothing of HTTP and of channels. */
    @ArchTest
    public static final ArchRule EDGES_ARE_OUTSIDE =
            noClasses()
                    .that()
                    .resideInAnyPackage("..domain..", "..app..", "..store..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.berth.*.rest..", "io.berth.*.messaging..")
                    .allowEmptyShould(true);

    /** A service shares the contracts and the kit with the others, and nothing else. */
    @ArchTest
    public static final ArchRule NO_SERVICE_IMPORTS_ANOTHER =
            classes()
                    .that()
                    .resideInAPackage("io.berth..")
                    .should(dependOnNoOtherModule())
                    .allowEmptyShould(true);

    /** Nothing waits by sleeping: what waits can be woken and stopped. */
    @ArchTest
    public static final ArchRule NOBODY_SLEEPS =
            noClasses()
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .allowEmptyShould(true);

    private static final Set<String> SHARED = Set.of("contracts", "kit");

    private HouseRules() {}

    private static ArchCondition<JavaClass> dependOnNoOtherModule() {
        return new ArchCondition<>("depend within Berth on their own module and what is shared") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    String other = module(dependency.getTargetClass());
                    if (!other.isEmpty() && !other.equals(module(type)) && !isShared(other)) {
                        events.add(
                                SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean isShared(String module) {
        return SHARED.contains(module);
    }

    private static String module(JavaClass type) {
        String[] parts = type.getBaseComponentType().getPackageName().split("\\.", -1);
        return parts.length >= 3 && parts[0].equals("io") && parts[1].equals("berth")
                ? parts[2]
                : "";
    }
}
