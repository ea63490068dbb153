// The groups are those that syzkaller's pkg/report/linux.go skips; the patterns are our own, so that titles
// of published logs come out as they were printed.
#include "adapters/logs/skipped_functions.h"

#include <vector>

#include "adapters/logs/words.h"

namespace rebisect {
namespace {

constexpr std::string_view kSkipped =
    // detectors and what prints
    "kasan __asan __msan kmsan kcsan __tsan __sanitizer kfence ubsan check_memory_region "
    "check_region_inline check_heap_object check_object_size check_slab_allocation print_address "
    "print_report print_usage_bug show_stack dump_stack dump_trace save_stack stack_trace ^panic$ "
    "^nmi_panic warn_slowpath ^__warn warn_alloc warn_bogus_irq_restore ^report_bug ^fixup_bug "
    "^fixup_exception ^do_error _trap ^do_trap assertfail hex_dump show_trace retint_kernel "
    "preempt_schedule ^do_invalid_op ^invalid_op ^asm_exc ^exc_ ^handle_bug ^do_bug ^bug_handler "
    "^brk_handler ^call_break_hook debug_object debug_check_no_obj timer_is_static_object "
    "work_is_static_object might_fault might_sleep might_resched cant_sleep printk ^_dev_ dev_printk "
    "^dev_err ^dev_warn ^dev_info va_format _snprintf snprintf string asprintf ^vsprintf ^sprintf "
    "^format_decode ^pointer$ read_word_at_a_time read_once_word ^instrument_ lkdtm kmemleak perf_trace "
    "trace_event_raw ^__traceiter should_fail ^fail_ "
    // locks
    "lockdep lock_acquire lock_release lock_class mark_lock mark_held_locks mark_usage "
    "reacquire_held_locks ^check_flags spin_lock spin_trylock spin_unlock spin_rq_lock spin_dump "
    "spin_bug raw_read_lock raw_read_unlock raw_write_lock raw_write_unlock read_lock read_trylock "
    "read_unlock write_lock write_trylock write_unlock ^down$ ^up$ down_read down_write down_trylock "
    "down_interruptible down_killable up_read up_write rwsem_ ^call_rwsem mutex_lock mutex_trylock "
    "mutex_unlock mutex_spin mutex_optim ^mutex_ rt_mutex osq_lock osq_unlock owner_on_cpu queued_spin "
    "queued_read queued_write ^pv_ __pv_queued preempt_count _once_slow seqcount ^rcu_lock "
    "rcu_read_lock rcu_read_unlock "
    // memory
    "alloc_page ^__free_pages_ok _copy_from_iter kmalloc kvmalloc kzalloc kcalloc kvcalloc krealloc "
    "kmem_cache allocate_slab slab_ ___slab new_slab cache_alloc cache_free ^kfree$ ^kvfree$ ^vfree$ "
    "^vmalloc ^__vmalloc memcpy memcmp memset memmove memchr strcmp strcpy strncmp strncpy strlcpy "
    "strscpy strlen strnlen strcat strchr strrchr strstr strsep strim ^kmemdup ^kstrdup ^vmemdup "
    "^memdup_user free_large_kmalloc ^sized_str ^__fortify fortify_panic copy_to_user copy_from_user "
    "get_user put_user copy_user_ ^copyin ^copyout ^csum_partial_copy clear_user usercopy rep_movs "
    "clear_page "
    // small data structures and counters
    "list_add list_del list_replace list_move list_splice __list_ hlist_ rb_insert_color rb_erase "
    "rb_next rb_prev rb_first ^__rb_ ^xas_ ^xa_ refcount ref_tracker_alloc ref_tracker_free ^kref_ "
    "test_bit set_bit clear_bit ^atomic ^arch_atomic _indirect_thunk __x86_return_thunk "
    "static_key_slow_dec_cpuslocked_ percpu_ref_put_many ^read_pnet ^variable_ "
    // deferred work and waiting for it
    "flush_work flush_delayed_work drain_workqueue destroy_workqueue cancel_work_sync "
    "cancel_delayed_work cancel_work_timer try_to_grab_pending del_timer timer_delete timer_shutdown "
    "finish_wait kthread_stop wait_for_completion wait_for_common ^complete$ complete_all ^__wake_up "
    "lock_timer_base "
    // objects and drivers
    "sysfs_remove device_add kobject_ kset_ add_uevent_var get_device_parent device_create device_del "
    "device_unregister device_destroy device_release device_links device_for_each_child "
    "device_remove_file device_initial_probe ^devres_ ^devm_ ^__devm ^put_device$ ^get_device$ klist_ "
    "hwrng_unregister i2c_del_adapter __unregister_client rollback_registered unregister_netdev "
    "unregister_netdevice tty_unregister_device dummy_urb_enqueue usb_kill_urb usb_kill_anchored_urbs "
    "usb_control_msg usb_internal_control_msg usb_start_wait_urb usb_hcd_submit_urb usb_submit_urb ";

constexpr std::string_view kWaiting =
    "sched _lock _slowlock down rwsem rwbase completion kthread wait synchronize context_switch "
    "__switch_to cancel_delayed_work rcu_barrier percpu_rwsem rtlock ";

constexpr std::string_view kEntries =
    "do_syscall_ do_fast_syscall_ sysenter_dispatch tracesys_phase2 system_call_fastpath entry_SYSCALL "
    "entry_INT80 entry_SYSENTER int_ret_from_sys_call el0_svc invoke_syscall ret_fast_syscall "
    "do_trap_ecall ret_from_syscall process_one_work do_softirq run_ksoftirqd smpboot_thread_fn "
    "call_timer_fn run_timers run_timer_softirq hrtimer_run netif_receive_skb kthread ret_from_fork "
    "start_secondary cpu_startup_entry ret_from_kernel_thread rtnetlink_rcv_msg nfnetlink_rcv_msg "
    "sock_sendmsg __sock_release __fput vfs_ioctl vfs_write vfs_read new_sync_write new_sync_read ";

}  // namespace

std::span<const std::string_view> skipped_functions() {
  static const std::vector<std::string_view> kPatterns = split_words(kSkipped);
  return kPatterns;
}

std::span<const std::string_view> waiting_functions() {
  static const std::vector<std::string_view> kPatterns = split_words(kWaiting);
  return kPatterns;
}

std::span<const std::string_view> entry_functions() {
  static const std::vector<std::string_view> kPatterns = split_words(kEntries);
  return kPatterns;
}

}  // namespace rebisect
