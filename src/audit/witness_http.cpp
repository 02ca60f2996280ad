#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "audit/witness.hpp"

namespace aksis::audit {
namespace {

constexpr std::string_view kOwnHosts[] = {"127.0.0.1", "[::1]", "localhost"};
constexpr long kFirstGood = 200, kFirstOther = 300;

size_t ignore(char*, size_t size, size_t count, void*) {
  return size * count;
}

class HttpWitness final : public Witness {
 public:
  explicit HttpWitness(std::string address) : address_(std::move(address)) {}

  Status take(const StoredCheckpoint& checkpoint) override {
    const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), &curl_easy_cleanup);
    const std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(
        curl_slist_append(nullptr, "Content-Type: text/plain; charset=utf-8"),
        &curl_slist_free_all);
    if (!curl || !headers) return internal("libcurl cannot start");
    auto* const c = curl.get();
    const auto milliseconds = long(std::chrono::milliseconds(kWitnessTimeout).count());
    curl_easy_setopt(c, CURLOPT_URL, address_.c_str());
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, milliseconds);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, checkpoint.note.data());
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, long(checkpoint.note.size()));
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, &ignore);
    const auto code = curl_easy_perform(c);
    if (code != CURLE_OK)
      return Error{Code::busy,
                   fmt::format("the witness {} did not take a checkpoint: {}", address_,
                               curl_easy_strerror(code)),
                   {}};
    long answer = 0;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &answer);
    if (answer >= kFirstGood && answer < kFirstOther) return {};
    return Error{Code::busy,
                 fmt::format("the witness {} answered {} to a checkpoint", address_, answer),
                 {}};
  }

 private:
  const std::string address_;
};

// What goes through the network in the clear can be changed on the way.
bool stays_here(std::string_view address) {
  const auto host = address.substr(std::string_view("http://").size());
  return std::any_of(std::begin(kOwnHosts), std::end(kOwnHosts), [&](std::string_view own) {
    const auto rest = host.substr(std::min(host.size(), own.size()));
    return host.starts_with(own) && (rest.empty() || rest[0] == ':' || rest[0] == '/') &&
           rest.find('@') == std::string_view::npos;
  });
}

}  // namespace

Result<std::unique_ptr<Witness>> make_http_witness(const std::string& address) {
  static std::once_flag started;
  std::call_once(started, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  if (address.starts_with("http://") && !stays_here(address))
    return said(
        Code::invalid,
        fmt::format("the witness {} needs https: only this machine is reached without", address),
        fmt::format("Il faut https pour le témoin {} : seule cette machine s’en passe.", address));
  return std::unique_ptr<Witness>(std::make_unique<HttpWitness>(address));
}

}  // namespace aksis::audit
