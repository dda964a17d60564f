/* embed.c - the Lua library and the interface texts, inside the binary. */
#define EMBED(symbol, file)                                                    \
    __asm__(".section .rodata\n"                                               \
            ".global " #symbol "\n" #symbol ":\n"                              \
            ".incbin \"" file "\"\n"                                           \
            ".global " #symbol "_end\n" #symbol "_end:\n"                      \
            ".byte 0\n"                                                        \
            ".previous\n")

EMBED(seep_calls_lua, "scripts/seep/calls.lua");
EMBED(seep_args_lua, "scripts/seep/args.lua");
EMBED(seep_defer_lua, "scripts/seep/defer.lua");
EMBED(seep_shared_lua, "scripts/seep/shared.lua");
EMBED(seep_map_lua, "scripts/seep/map.lua");
EMBED(seep_sort_lua, "scripts/seep/sort.lua");
EMBED(seep_gsub_lua, "scripts/seep/gsub.lua");
EMBED(seep_errors_lua, "scripts/seep/errors.lua");
EMBED(seep_context_lua, "scripts/seep/context.lua");
EMBED(seep_syncpool_lua, "scripts/seep/syncpool.lua");
EMBED(seep_sync_lua, "scripts/seep/sync.lua");
EMBED(seep_conn_lua, "scripts/seep/conn.lua");
EMBED(seep_net_lua, "scripts/seep/net.lua");
EMBED(seep_http_lua, "scripts/seep/http.lua");
EMBED(seep_errgroup_lua, "scripts/seep/errgroup.lua");
EMBED(seep_semaphore_lua, "scripts/seep/semaphore.lua");
EMBED(seep_singleflight_lua, "scripts/seep/singleflight.lua");
EMBED(seep_resource_lua, "scripts/seep/resource.lua");
EMBED(seep_pool_lua, "scripts/seep/pool.lua");
EMBED(seep_chaos_lua, "scripts/seep/chaos.lua");
EMBED(seep_plan_lua, "scripts/seep/plan.lua");
EMBED(seep_faultkeys_lua, "scripts/seep/faultkeys.lua");
EMBED(seep_harm_lua, "scripts/seep/harm.lua");
EMBED(seep_taken_lua, "scripts/seep/taken.lua");
EMBED(seep_kinds_lua, "scripts/seep/kinds.lua");
EMBED(seep_expect_lua, "scripts/seep/expect.lua");
EMBED(seep_scenario_lua, "scripts/seep/scenario.lua");
EMBED(seep_sandbox_lua, "scripts/seep/sandbox.lua");
EMBED(seep_prompt_lua, "scripts/seep/prompt.lua");
EMBED(seep_reader_lua, "scripts/seep/reader.lua");
EMBED(seep_interface_txt, "scripts/seep/interface.txt");
