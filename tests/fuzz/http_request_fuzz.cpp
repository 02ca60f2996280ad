// Any bytes as a request: parsed, routed, validated and run without a socket. The answer is always
// a whole HTTP answer or none, and no defect (500) comes of any input.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/log.hpp"
#include "http/service.hpp"

namespace {

using namespace aksis;

operations::Operation operation(const char* id, operations::Kind kind, const char* method,
                                const char* path) {
  operations::Operation out;
  out.id = id;
  out.module = "fuzz";
  out.kind = kind;
  out.method = method;
  out.path = path;
  out.input_schema = R"({"type":"object","required":["a"],"properties":{
      "a":{"type":["string","integer"],"maxLength":9,"pattern":"^[a-zé]*$"},
      "b":{"type":"array","items":{"type":"number","minimum":0},"uniqueItems":true,"maxItems":9},
      "c":{"oneOf":[{"type":"boolean"},{"type":"object","properties":{"d":{"format":"date"}}}]},
      "e":{"type":"integer","default":3}}})";
  out.handler = [](operations::Call& call) {
    call.respond(json::dump(call.input()));
    return Status();
  };
  return out;
}

struct World {
  SystemClock clock;
  operations::Registry registry{clock};
  std::unique_ptr<http::Service> service;

  World() {
    log::set_level(log::Level::error);
    using operations::Kind;
    if (!registry.add(operation("f.read", Kind::read, "GET", "/f/{a}")) ||
        !registry.add(operation("f.write", Kind::write, "POST", "/f")))
      std::abort();
    http::Options options;
    options.authenticate = [](const http::Credentials&) -> Result<operations::Principal> {
      return operations::Principal{"fuzz", false, {"*"}};
    };
    service = std::make_unique<http::Service>(registry, options);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static World world;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto answer = http::answer_bytes(*world.service, bytes, http::Limits());
  if (answer.empty()) return 0;
  if (!answer.starts_with("HTTP/1.1 ") || answer.starts_with("HTTP/1.1 500")) std::abort();
  return 0;
}
