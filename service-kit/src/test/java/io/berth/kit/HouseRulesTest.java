package io.berth.kit;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import io.berth.kit.test.HouseRules;

/** The kit keeps the rules that it hands out. */
@AnalyzeClasses(packages = "io.berth.kit", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);
}
