// The host as a module sees it: binds handlers in start(), then reads, writes, logs and speaks.
// bind, subscribe, on_config_change: main thread, in start(). The rest: any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "request.hpp"
#include "services.hpp"
#include "sql.hpp"

namespace aksis {

// One delivery of an event; at least once, so the same id may come again.
struct Event {
  std::string_view id;
  std::string_view type;
  int64_t at;  // microseconds since 1970 UTC
  const json::Value& data;
};

class Host {
 public:
  using Handler = std::function<Status(Request&)>;
  using Subscriber = std::function<Status(const Event&)>;

  explicit Host(const aksis_host* raw) : services_(raw) {}
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // Binds an operation of the manifest. A refusal is kept and refuses the module after start().
  void bind(std::string_view operation, Handler handler) {
    if (!services_.routes) return keep(missing_service(AKSIS_ROUTES_1));
    auto& bound = handlers_.emplace_back(
        std::make_unique<BoundHandler>(services_, std::string(operation), std::move(handler)));
    const auto status =
        services_.routes->bind(services_.host, borrow(operation), &BoundHandler::run, bound.get());
    if (status != AKSIS_OK)
      keep(to_error(status, "the host did not accept a handler for " + std::string(operation) +
                                "; declare it once in `routes` of module.json"));
  }

  void subscribe(std::string_view type, Subscriber subscriber) {
    if (!services_.events) return keep(missing_service(AKSIS_EVENTS_1));
    auto& bound = subscribers_.emplace_back(
        std::make_unique<BoundSubscriber>(services_, std::string(type), std::move(subscriber)));
    const auto status = services_.events->subscribe(services_.host, borrow(type),
                                                    &BoundSubscriber::run, bound.get());
    if (status != AKSIS_OK)
      keep(to_error(status, "the host did not accept a subscription to " + std::string(type) +
                                "; declare it in `events.subscribes` of module.json"));
  }

  // What the module holds of people: how it is shown in an export, one JSON value in French, and
  // how it is deleted. Both run inside the transaction of the whole.
  using Show = std::function<Status(Tx&, std::string_view person, json::Writer&)>;
  using Erase = std::function<Status(Tx&, std::string_view person)>;
  void hold(Show show, Erase erase) {
    if (!services_.privacy) return keep(missing_service(AKSIS_PRIVACY_1));
    holder_ =
        std::make_unique<BoundHolder>(BoundHolder{services_, std::move(show), std::move(erase)});
    const auto status = services_.privacy->hold(services_.host, &BoundHolder::run_show,
                                                &BoundHolder::run_erase, holder_.get());
    if (status != AKSIS_OK)
      keep(to_error(status,
                    "the host did not accept what shows and erases people; call hold() "
                    "once, in start()"));
  }

  void on_config_change(std::function<void()> changed) {
    if (!services_.config) return keep(missing_service(AKSIS_CONFIG_1));
    auto& bound = observers_.emplace_back(
        std::make_unique<BoundObserver>(BoundObserver{services_, std::move(changed)}));
    const auto status =
        services_.config->on_change(services_.host, &BoundObserver::run, bound.get());
    if (status != AKSIS_OK) keep(to_error(status, "the host did not accept on_config_change"));
  }

  // The module's section of the configuration with every default; {} when the host offers none.
  json::Document config() const {
    glue::Collected section;
    if (services_.config) services_.config->get(services_.host, &glue::Collected::sink, &section);
    auto parsed = json::parse(section.text.empty() ? "{}" : section.text);
    if (!parsed.ok()) throw std::runtime_error("the configuration: " + parsed.error().message);
    return std::move(parsed).value();
  }

  // [worker-thread] `body(Tx&)` returns a Status; an error rolls back and comes back as it was.
  template <typename Body>
  Status read(Body&& body) {
    return glue::transaction(services_, false, body);
  }
  // Durable once ok. `body` may run more than once: no effect in it but SQL, events and jobs.
  template <typename Body>
  Status write(Body&& body) {
    return glue::transaction(services_, true, body);
  }

  // `fields`: a JSON object or empty. Never personal data.
  void debug(std::string_view message, std::string_view fields = {}) const {
    services_.write_log(AKSIS_LOG_DEBUG, message, fields);
  }
  void info(std::string_view message, std::string_view fields = {}) const {
    services_.write_log(AKSIS_LOG_INFO, message, fields);
  }
  void warning(std::string_view message, std::string_view fields = {}) const {
    services_.write_log(AKSIS_LOG_WARNING, message, fields);
  }
  void error(std::string_view message, std::string_view fields = {}) const {
    services_.write_log(AKSIS_LOG_ERROR, message, fields);
  }

  // Message `key` of the bundle's i18n/LANGUAGE.json; `arguments_json`: an object or empty.
  std::string message(std::string_view language, std::string_view key,
                      std::string_view arguments_json = {}) const {
    if (!services_.i18n) return std::string(key);
    glue::Collected out;
    services_.i18n->format(services_.host, borrow(language), borrow(key), borrow(arguments_json),
                           &glue::Collected::sink, &out);
    return std::move(out.text);
  }

  // The absolute path of a file of the bundle.
  Result<std::string> bundled(std::string_view name) const {
    if (!services_.files) return missing_service(AKSIS_FILES_1);
    glue::Collected path;
    const auto status =
        services_.files->bundled(services_.host, borrow(name), &glue::Collected::sink, &path);
    if (status != AKSIS_OK)
      return to_error(status, "the bundle holds no file " + std::string(name));
    return std::move(path.text);
  }

  // Addresses in the console; `parameters_json`: an object or empty. See ui.h.
  Result<std::string> page_address(std::string_view path,
                                   std::string_view parameters_json = {}) const {
    return address("page " + std::string(path), [&](glue::Collected& out) {
      return services_.ui->page(services_.host, borrow(path), borrow(parameters_json),
                                &glue::Collected::sink, &out);
    });
  }
  Result<std::string> person_tab_address(std::string_view tab, std::string_view person,
                                         std::string_view parameters_json = {}) const {
    return address("tab " + std::string(tab), [&](glue::Collected& out) {
      return services_.ui->person_tab(services_.host, borrow(tab), borrow(person),
                                      borrow(parameters_json), &glue::Collected::sink, &out);
    });
  }
  Result<std::string> ui_file_address(std::string_view name) const {
    return address("file " + std::string(name), [&](glue::Collected& out) {
      return services_.ui->file(services_.host, borrow(name), &glue::Collected::sink, &out);
    });
  }

  const Services& services() const { return services_; }
  // What bind and the others could not do.
  const Status& outcome() const { return outcome_; }

 private:
  template <typename Ask>
  Result<std::string> address(const std::string& of, Ask ask) const {
    if (!services_.ui) return missing_service(AKSIS_UI_1);
    glue::Collected out;
    const auto status = ask(out);
    if (status != AKSIS_OK)
      return to_error(status, "the console has no address for the " + of + " of this module");
    return std::move(out.text);
  }
  struct BoundHandler {
    BoundHandler(const Services& s, std::string name, Handler h)
        : services(s), operation(std::move(name)), handler(std::move(h)) {}
    const Services& services;
    std::string operation;
    Handler handler;
    static aksis_status run(aksis_call* raw, void* user) noexcept {
      const auto& self = *static_cast<const BoundHandler*>(user);
      const auto status = glue::guarded(self.operation, [&]() -> Status {
        Request request(self.services, raw);
        return self.handler(request);
      });
      if (status.ok()) return AKSIS_OK;
      const auto error = in_language(status.error(), view(self.services.routes->language(raw)));
      // noexcept: running out of memory here ends the process, as it would in the host.
      return self.services.routes->fail(raw, to_status(status), borrow(error.message),
                                        borrow(glue::details_json(error.details)));
    }
  };
  struct BoundSubscriber {
    BoundSubscriber(const Services& s, std::string name, Subscriber f)
        : services(s), type(std::move(name)), subscriber(std::move(f)) {}
    const Services& services;
    std::string type;
    Subscriber subscriber;
    static aksis_status run(aksis_str event_json, void* user) noexcept {
      const auto& self = *static_cast<const BoundSubscriber*>(user);
      const auto status = glue::guarded(self.type, [&]() -> Status {
        AKSIS_ASSIGN(event, json::parse(view(event_json)));
        static const json::Value kNothing(rapidjson::kObjectType);
        const auto* data = json::member(event, "data");
        return self.subscriber({json::text(event, "id"), json::text(event, "type"),
                                json::integer(event, "at"), data ? *data : kNothing});
      });
      if (!status.ok()) self.services.write_log(AKSIS_LOG_WARNING, status.error().message);
      return to_status(status);
    }
  };
  struct BoundHolder {
    const Services& services;
    Show show;
    Erase erase;
    static aksis_status run_show(aksis_tx* raw, aksis_str person, aksis_sink sink, void* sink_user,
                                 void* user) noexcept {
      const auto& self = *static_cast<const BoundHolder*>(user);
      return self.said(glue::guarded("showing what is held", [&]() -> Status {
        Tx tx(self.services, raw);
        json::Writer out;
        AKSIS_TRY(self.show(tx, view(person), out));
        sink(sink_user, borrow(out.text()));
        return {};
      }));
    }
    static aksis_status run_erase(aksis_tx* raw, aksis_str person, void* user) noexcept {
      const auto& self = *static_cast<const BoundHolder*>(user);
      return self.said(glue::guarded("erasing what is held", [&]() -> Status {
        Tx tx(self.services, raw);
        return self.erase(tx, view(person));
      }));
    }
    aksis_status said(const Status& status) const {
      if (!status.ok()) services.write_log(AKSIS_LOG_ERROR, status.error().message);
      return to_status(status);
    }
  };
  struct BoundObserver {
    const Services& services;
    std::function<void()> changed;
    static void run(void* user) noexcept {
      const auto& self = *static_cast<const BoundObserver*>(user);
      const auto status = glue::guarded("on_config_change", [&]() -> Status {
        self.changed();
        return {};
      });
      if (!status.ok()) self.services.write_log(AKSIS_LOG_ERROR, status.error().message);
    }
  };
  void keep(Error error) {
    if (outcome_.ok()) outcome_ = std::move(error);
  }

  Services services_;
  std::vector<std::unique_ptr<BoundHandler>> handlers_;
  std::vector<std::unique_ptr<BoundSubscriber>> subscribers_;
  std::vector<std::unique_ptr<BoundObserver>> observers_;
  std::unique_ptr<BoundHolder> holder_;
  Status outcome_;
};

}  // namespace aksis
