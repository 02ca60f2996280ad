// Any bytes as module.json: a manifest, or a sentence that names the file. Never a crash, and never
// a file outside the bundle read.
#include <cstdint>
#include <cstdlib>

#include "modules/elf_exports.hpp"
#include "modules/manifest.hpp"
#include "modules/sample.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto manifest = aksis::modules::parse_manifest(text, "/nonexistent");
  if (manifest.ok()) {
    for (const auto& route : manifest->routes) {
      const auto schema = aksis::json::parse(route.input_schema);
      if (!schema.ok()) std::abort();
      (void)aksis::modules::sample_input(*schema, true);
    }
  } else if (manifest.error().message.find("module.json") == std::string::npos) {
    std::abort();
  }
  (void)aksis::modules::exported_symbols(text);
  return 0;
}
