// What the host and the manifests of the installation declare, with nothing behind it.
#pragma once

#include <catch2/catch.hpp>
#include <memory>

#include "app/command_line/catalogue.hpp"

namespace aksis::test {

inline std::unique_ptr<app::Catalogue> declared(const Clock& clock) {
  static const auto config = app::load_config({"/dev/null", {}, {}});
  REQUIRE(config.ok());
  auto catalogue = app::Catalogue::read(*config, clock);
  REQUIRE(catalogue.ok());
  return *std::move(catalogue);
}

}  // namespace aksis::test
