package io.berth.placement.arch;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.berth.kit.test.HouseRules;

@AnalyzeClasses(packages = "io.berth.placement", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
    private static final String DOMAIN = "io.berth.placement.domain";

    @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    /** Each package of the core, the one at its top included, can be read with what is below it. */
    @ArchTest
    static final ArchRule CORE_HAS_NO_CYCLES =
            slices().assignedFrom(new PackagesOfTheCore()).should().beFreeOfCycles();

    private static final class PackagesOfTheCore implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.equals(DOMAIN) || name.startsWith(DOMAIN + ".")
                    ? SliceIdentifier.of(name)
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of the placement core";
        }
    }
}
