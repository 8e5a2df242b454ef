package io.berth.keyvault.arch;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import io.berth.kit.test.HouseRules;

@AnalyzeClasses(packages = "io.berth.keyvault", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);
}
