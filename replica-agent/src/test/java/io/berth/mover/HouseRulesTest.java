package io.berth.mover;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.berth.mover", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
    /** A library without a framework. */
    @ArchTest
    static final ArchRule IT_NEEDS_FEW =
            classes()
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                    "",
                                    "java..",
                                    "javax..",
                                    "org.ietf.jgss..",
                                    "com.github.luben.zstd..",
                                    "org.jspecify..",
                                    "org.bouncycastle..",
                                    "io.berth.contracts.ids..",
                                    "io.berth.mover.."));

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("io.berth.mover.(*)..").should().beFreeOfCycles();

    /** Source and target meet on the wire only. */
    @ArchTest
    static final ArchRule THE_SIDES_ARE_APART =
            noClasses()
                    .that()
                    .resideInAPackage("..mover.image..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("..mover.copy..");

    @ArchTest
    static final ArchRule NOBODY_SLEEPS =
            noClasses().should().callMethod(Thread.class, "sleep", long.class);
}
